require "fileinto";
if size :over 100K { fileinto "large"; } elsif size :under 500 { fileinto "small"; }
