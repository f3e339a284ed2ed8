"""What people do: one function a deed; the first argument is the transaction, and none commits."""
