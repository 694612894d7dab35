using System.Text;
using MimeKit;

namespace Mail.Interop.Tests;

/// <summary>A notice (RFC 3464) as MimeKit reads it.</summary>
/// <param name="Message">The fields about the message.</param>
/// <param name="Recipients">The fields about each recipient.</param>
/// <param name="Returned">The original message, or its header.</param>
public sealed record Notice(HeaderList Message, IReadOnlyList<HeaderList> Recipients, string Returned)
{
    public string? EnvelopeId => Message["Original-Envelope-Id"];

    public static Notice Read(byte[] stored)
    {
        using var message = MimeMessage.Load(new MemoryStream(stored));
        var report = Assert.IsType<MultipartReport>(message.Body);
        var status = Assert.IsType<MessageDeliveryStatus>(report[1]);
        Assert.Equal("<>", message.Headers["Return-Path"]?.Trim());
        Assert.StartsWith("auto-", message.Headers["Auto-Submitted"], StringComparison.Ordinal);
        using var returned = new MemoryStream();
        report[2].WriteTo(returned);
        return new Notice(status.StatusGroups[0], [.. status.StatusGroups.Skip(1)], Encoding.UTF8.GetString(returned.ToArray()));
    }

    /// <summary>The fields about one recipient.</summary>
    public HeaderList For(string recipient) => Recipients.Single(fields => WithoutBlanks(fields["Final-Recipient"]) == $"rfc822;{recipient}");

    /// <summary>RFC 3464 §2.3.2 allows a blank behind the semicolon, and servers differ.</summary>
    public static string? WithoutBlanks(string? field) => field?.Replace(" ", "", StringComparison.Ordinal);
}
