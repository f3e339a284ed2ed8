"""The queue as the apps of the health insurance already speak to it: /antrean/*, off unless asked for."""
