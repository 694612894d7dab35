using Mail.Authentication;
using Mail.Core;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>
/// A message as rules see it: of the fields that say who sent it, only ours. Anybody may have written the others, and a rule cannot tell (RFC 8601 §7.1).
/// </summary>
/// <param name="message">With our fields on top, if there are any; its header may be longer than anybody reads.</param>
/// <param name="ownFields">Ours, CRLF-terminated; empty for none, as before the screen.</param>
internal sealed class ScreenedMessage(ISieveMessage message, ReadOnlyMemory<byte> ownFields) : ISieveMessage
{
    private static readonly string[] AboutSenders = [AuthenticationResultsField.Name, ReceivedSpfField.Name];

    // On top, so that places of fields mean the same here and in the octets: what rules delete is what they saw.
    private readonly Dictionary<string, int> _ours = AboutSenders.ToDictionary(
        name => name, name => Count(ownFields, name), StringComparer.OrdinalIgnoreCase);

    public long Size => message.Size;

    public long TextRead => message.TextRead;

    public IReadOnlyList<HeaderField> Fields(string name) =>
        _ours.TryGetValue(name, out var count) ? [.. message.Fields(name).Take(count)] : message.Fields(name);

    public ValueTask<MessagePart> StructureAsync(CancellationToken ct) => message.StructureAsync(ct);

    public ValueTask<string?> TextAsync(MessagePart part, PartForm form, CancellationToken ct) => message.TextAsync(part, form, ct);

    /// <summary>Those of ours with which a message in a mailbox begins; behind them at least our server's Received follows.</summary>
    /// <param name="delivered">Without what delivery puts before them; read from its start.</param>
    public static ReadOnlyMemory<byte> OwnFieldsOf(Stream delivered)
    {
        var top = HeaderBlock.Read(delivered)?.Fields ?? [];
        return top.Zip(AboutSenders).TakeWhile(pair => pair.First.Name == pair.Second).SelectMany(pair => pair.First.Octets.ToArray()).ToArray();
    }

    private static int Count(ReadOnlyMemory<byte> fields, string name) =>
        HeaderBlock.Read(new MemoryStream(fields.ToArray())) is { } header ? header.Named(name).Count() : 0;
}
