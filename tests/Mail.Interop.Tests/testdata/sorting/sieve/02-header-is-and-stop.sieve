require "fileinto";
if header :is "x-spam-flag" "yes" { fileinto "spam"; stop; }
if header :is ["precedence", "x-loop"] ["bulk", "list", "joe@example.test"] { fileinto "bulk"; }
