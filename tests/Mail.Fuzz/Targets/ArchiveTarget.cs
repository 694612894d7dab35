namespace Mail.Fuzz.Targets;

/// <summary>An archive or document that is attached to a message, as it is.</summary>
internal sealed class ArchiveTarget : IFuzzTarget
{
    public string Name => "archive";

    public void Run(ReadOnlySpan<byte> input) =>
        AttachmentsTarget.Scan([.. "Content-Type: application/octet-stream; name=a\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. input]);
}
