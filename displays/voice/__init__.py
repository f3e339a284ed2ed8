"""The voice of the lobby: lexicons, engines and the studio that keeps finished clips."""
