using System.Globalization;
using System.Text;

namespace Mail.Testing;

/// <summary>Messages of a <see cref="ScriptedPopServer"/>, in its order.</summary>
public sealed class ScriptedMailbox
{
    private readonly Lock _gate = new();
    private readonly List<(string Uid, byte[] Content)> _messages = [];

    public IReadOnlyList<(string Uid, byte[] Content)> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public void Add(string uid, string content)
    {
        lock (_gate)
        {
            _messages.Add((uid, Encoding.Latin1.GetBytes(content)));
        }
    }

    public void AddMany(int count, int size = 200)
    {
        for (var i = 0; i < count; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"uid-{i}"), Message(i, size));
        }
    }

    public void Remove(IReadOnlySet<string> uids)
    {
        lock (_gate)
        {
            _messages.RemoveAll(message => uids.Contains(message.Uid));
        }
    }

    public static string Message(int i, int size = 200) => string.Create(
        CultureInfo.InvariantCulture,
        $"Return-Path: <s{i}@far.test>\r\nMessage-ID: <{i}@far.test>\r\nDate: Fri, 02 Jan 2026 12:00:00 +0000\r\nFrom: s@far.test\r\nTo: alice@far.test\r\nSubject: number {i}\r\n\r\n.Hello {i}\r\n{string.Concat(Enumerable.Repeat("0123456789012345678901234567890123456789012345678901234567890\r\n", size / 63))}");
}
