namespace Mail.Ctl;

/// <summary>Where exported messages go. Nothing that exists is ever overwritten.</summary>
internal interface IExportTarget : IAsyncDisposable
{
    /// <summary>Whether several messages may be written at once.</summary>
    bool IsParallel { get; }

    /// <summary>False when an earlier export has left the message there.</summary>
    /// <exception cref="IOException">The target cannot be written.</exception>
    ValueTask<bool> WriteAsync(ExportEntry entry, Stream content, CancellationToken cancellationToken);
}
