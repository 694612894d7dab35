namespace Mail.Core;

/// <summary>Makes the fields that go before a message when it leaves us: its signature, or the seal of what is sent on for somebody.</summary>
public interface IOutgoingFields
{
    /// <summary>CRLF-terminated fields, possibly none. The message behind them goes out as it was received.</summary>
    /// <param name="message">Its content is read from the start; where it stands afterwards is not defined.</param>
    /// <exception cref="StorageUnavailableException">A key cannot be read now: unsigned mail is refused elsewhere, so better later.</exception>
    ValueTask<ReadOnlyMemory<byte>> BuildAsync(OutboundJob job, SpooledMessage message, CancellationToken cancellationToken);
}
