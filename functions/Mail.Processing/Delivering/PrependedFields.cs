using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>The fields that final delivery puts before a message; the message behind them stays as it was received.</summary>
internal static class PrependedFields
{
    /// <summary>Return-Path (RFC 5321 §4.4), Delivered-To (RFC 9228) and our own Received, CRLF-terminated, in UTF-8.</summary>
    /// <param name="recipient">The envelope recipient that led to this mailbox.</param>
    /// <remarks>Addresses come from <see cref="MailAddressParser"/> and cannot hold a line end; the host name is a setting.</remarks>
    public static byte[] Build(Envelope envelope, AccountEntry account, string deliveryId, MailAddress recipient, string hostName, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"Return-Path: <{envelope.ReversePath}>\r\n"
            + $"Delivered-To: {account.Address}\r\n"
            + $"Received: by {hostName} with local id {deliveryId}\r\n"
            + $" for <{recipient}>; {now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n"));
}
