using System.Globalization;
using System.Text;
using Xunit;

namespace Mail.Testing;

/// <summary>Messages that can be told apart by their content alone.</summary>
public static class TestMessages
{
    /// <summary>A message whose Message-ID holds its number, of about <paramref name="size"/> bytes, with lines that begin with dots and 8-bit text.</summary>
    public static byte[] Numbered(int number, int size)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"From: X <x@sender.test>\r\nTo: alice@example.test\r\nSubject: message {number}\r\nMessage-ID: <n{number}@sender.test>\r\n\r\n"));
        for (var line = 0; text.Length < size; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(line % 7 == 0 ? "." : "")}line {line} of message {number}: grüße und punkte ...\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What was sent, out of what is stored: our own fields end where the sender's first begins.</summary>
    public static byte[] WithoutOurFields(byte[] stored)
    {
        var at = stored.AsSpan().IndexOf("From: X <x@sender.test>"u8);
        Assert.True(at > 0, "the message does not hold what was sent");
        return stored[at..];
    }
}
