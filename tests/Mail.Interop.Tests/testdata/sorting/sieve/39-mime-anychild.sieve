require ["mime", "fileinto"];
if header :mime :anychild :param "filename" :contains "content-disposition" ".zip" { fileinto "named-zip"; }
if header :mime :type "content-type" "multipart" { fileinto "multipart"; }
