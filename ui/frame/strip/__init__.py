"""One thin strip with what a view lets one change; and the keys that open and leave the stage."""
