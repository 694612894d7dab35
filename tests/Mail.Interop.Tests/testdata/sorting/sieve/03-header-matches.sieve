require "fileinto";
if header :matches "subject" ["*meeting*", "re: *", "Photos"] { fileinto "matched"; }
elsif header :matches "list-id" "*<*.lists.*>" { fileinto "lists"; }
