"""Files and the clipboard: dropped, chosen, written."""
