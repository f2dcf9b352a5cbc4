"""The pages beside the chat: made on the server as plain HTML, each at an address that can be shared."""
