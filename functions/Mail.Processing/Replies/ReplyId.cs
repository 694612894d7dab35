using System.Security.Cryptography;
using System.Text;
using Mail.Core;

namespace Mail.Processing;

/// <summary>Names what is sent because of a message, the same in every run: whoever repeats the work after a crash sends nothing twice.</summary>
internal static class ReplyId
{
    /// <param name="what">What tells several replies to one message apart.</param>
    /// <remarks>The time is the message's own, so that the spool keeps the reply for as long as the message can be sorted again.</remarks>
    public static QueueId Of(QueueId message, string accountId, string what) =>
        QueueId.Derive(message.Time, SHA256.HashData(Encoding.UTF8.GetBytes($"{message} {accountId} {what}")));
}
