"""How a message leaves the house: e-mail, a signed post to a gateway, a push to a browser."""
