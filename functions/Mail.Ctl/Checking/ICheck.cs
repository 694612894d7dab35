namespace Mail.Ctl;

/// <summary>One walk over a part of the installation.</summary>
internal interface ICheck
{
    /// <summary>For the progress display, as in "Checking the directory".</summary>
    string Name { get; }

    IAsyncEnumerable<FindingView> RunAsync(CancellationToken cancellationToken);
}
