"""What the archive keeps beside the PDF (`output/pdf`, profile ARCHIVE): its metadata in the terms of DA/T 46."""
