"""What a Mini App made from Zalo's official template sends, and what it shows of somebody's own cases.

* `POST /feedback_api`: a case, as from our form;
* `POST /upload_image_api`: a picture that waits an hour for its case;
* `POST /create_schedule_api`, `GET /get_schedule_api`: a wish to be received, which is a case as well;
* `GET /feedback_api`: their own cases with the code of each, then those that were released.
"""
