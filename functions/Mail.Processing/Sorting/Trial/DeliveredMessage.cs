using System.Text;
using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// A message in a mailbox as the rules saw it when it came: without the fields that delivery has put before it, and with the envelope that these tell. What else
/// was known then (the client, tags) is not known any more; header edits that rules made are in it.
/// </summary>
/// <param name="OwnFields">Ours about the sender, with which <paramref name="Content"/> begins.</param>
internal sealed partial record DeliveredMessage(Envelope Envelope, MailAddress Recipient, Stream Content, ReadOnlyMemory<byte> OwnFields)
{
    /// <summary>Octets: three addresses (RFC 5321 §4.5.3.1: 64 + 1 + 255 each), a host name and the names of the fields.</summary>
    private const int MaxPrepended = 4096;

    /// <param name="stored">Seekable; stays the caller's.</param>
    public static async Task<DeliveredMessage> ReadAsync(Stream stored, MailboxMessage message, AccountEntry account, CancellationToken cancellationToken)
    {
        var beginning = new byte[(int)Math.Min(stored.Length, MaxPrepended)];
        stored.Position = 0;
        await stored.ReadExactlyAsync(beginning, cancellationToken);
        var ours = Prepended().Match(Encoding.UTF8.GetString(beginning));
        var sender = ours.Success && MailAddressParser.TryParse(ours.Groups["sender"].Value, out var path, out _) ? path : null;
        var recipient = ours.Success && MailAddressParser.TryParse(ours.Groups["recipient"].Value, out var named, out _) ? named : account.Address;
        var envelope = new Envelope
        {
            QueueId = QueueId.TryParse(message.Id.Split('-')[0], out var queueId) ? queueId : default,
            ReversePath = sender,
            Recipients = [new EnvelopeRecipient { Address = recipient }],
            ArrivedAt = message.ReceivedAt,
        };
        // Mail that was imported has none of our fields.
        var content = new PrefixedStream(default, stored, ours.Success ? Encoding.UTF8.GetByteCount(ours.ValueSpan) : 0);
        return new DeliveredMessage(envelope, recipient, content, ours.Success ? ScreenedMessage.OwnFieldsOf(content) : default);
    }

    /// <summary>As <see cref="PrependedFields"/> writes it.</summary>
    [GeneratedRegex(@"^Return-Path: <(?<sender>[^\r\n]*)>\r\nDelivered-To: [^\r\n]*\r\nReceived: by [^\r\n]* with local id [^\r\n]*\r\n for <(?<recipient>[^\r\n]*)>; [^\r\n]*\r\n")]
    private static partial Regex Prepended();
}
