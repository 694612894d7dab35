using Mail.Ctl;

// Ctrl-C and SIGTERM cancel what runs; what was done stays done, and every verb may be repeated.
return await new CtlApp(ProcessConsole.Create(), TimeProvider.System, StorageComposition.Connect)
    .RunAsync(args, CancellationToken.None);
