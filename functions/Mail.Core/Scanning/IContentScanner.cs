namespace Mail.Core;

/// <summary>Looks into a message for what must not reach a mailbox: viruses, dangerous attachments, what another filter knows.</summary>
public interface IContentScanner
{
    /// <summary>As in the decision record: <c>attachments</c>, <c>clamav</c>, <c>rspamd</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Asked once per run for a message; the same message may be asked about again. What is wrong with the message, with the scanner or with its answer is in
    /// the finding; only a cancellation throws, and <see cref="StorageUnavailableException"/>.
    /// </summary>
    /// <returns><c>null</c> when the operator has it switched off.</returns>
    ValueTask<ScanFinding?> ScanAsync(ScanRequest request, CancellationToken cancellationToken);
}
