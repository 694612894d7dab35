require "fileinto";
if exists ["list-id", "precedence"] { fileinto "both"; } elsif exists "list-unsubscribe" { fileinto "one"; } elsif not exists "subject" { fileinto "none"; }
