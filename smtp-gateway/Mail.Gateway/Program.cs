Console.Error.WriteLine("Mail.Gateway: not built yet.");
return 70;
