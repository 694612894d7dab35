namespace Mail.Core;

/// <param name="Envelope">Whom it is from and for.</param>
/// <param name="Content">The whole message as spooled, seekable; where it stands before and afterwards says nothing. For one scanner at a time.</param>
public sealed record ScanRequest(Envelope Envelope, Stream Content);
