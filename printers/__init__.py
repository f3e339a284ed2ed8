"""Paper: tickets as bytes, the conversation with a printer, the print agent, and an emulator."""
