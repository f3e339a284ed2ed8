"""The reception desk: numbers for visitors who stand there, and what became of theirs."""
