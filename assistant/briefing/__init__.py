"""The council answer draft 答弁案: what the report says about a question, put in the order of an answer."""
