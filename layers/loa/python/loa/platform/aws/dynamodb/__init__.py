"""DynamoDB: tables, transactions, values."""
