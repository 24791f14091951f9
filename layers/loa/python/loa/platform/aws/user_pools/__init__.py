"""A Cognito user pool: who is in it (`directory`), and how somebody proves to be one of them (`client`)."""
