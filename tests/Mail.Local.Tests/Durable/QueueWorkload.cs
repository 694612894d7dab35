using Azure;
using Azure.Storage.Queues;

namespace Mail.Local.Tests.Durable;

/// <summary>
/// Sends, receives, updates and deletes messages. An acknowledged receive hides its message and gives a pop receipt;
/// after a crash that receipt must still be the valid one, and a deleted message must stay away.
/// </summary>
internal sealed class QueueWorkload(string name, Random random, Func<string> connectionString) : IWorkload
{
    // Longer than the test: a message becomes visible again only where a step says so.
    private static readonly TimeSpan Hidden = TimeSpan.FromHours(1);

    // Fewer than the 32 that one peek shows.
    private const int MaxVisible = 25;

    private readonly HashSet<string> _visible = [];
    private readonly Dictionary<string, (string Id, string Receipt)> _received = [];
    private (Change Change, string Text) _inDoubt;
    private int _unknown; // taken away by a receive that was not acknowledged: there, but nobody has the receipt
    private int _number;

    private enum Change { None, Send, Receive, Update, Delete }

    private QueueClient Queue => new(connectionString(), name, Once.Configure(new QueueClientOptions()));

    public Task PrepareAsync() => Queue.CreateAsync();

    public async Task StepAsync()
    {
        _inDoubt = Next();
        await (_inDoubt.Change switch
        {
            Change.Send => SendAsync(_inDoubt.Text),
            Change.Receive => ReceiveAsync(),
            Change.Update => ShowAgainAsync(_inDoubt.Text),
            _ => DeleteAsync(_inDoubt.Text),
        });
        _inDoubt = default;
    }

    public async Task VerifyAsync()
    {
        var seen = (await Queue.PeekMessagesAsync(32)).Value.Select(m => m.Body.ToString()).ToList();
        await SettleAsync(seen);
        Assert.Equal(_visible.Order(), seen.Order());
        foreach (var text in _received.Keys.ToList())
            Assert.True(await TryRenewAsync(text), $"{name}: the receipt of {text} is no longer valid");
        Assert.Equal(_visible.Count + _received.Count + _unknown, (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private (Change Change, string Text) Next()
    {
        var received = _received.Count == 0 ? "" : _received.Keys.ElementAt(random.Next(_received.Count));
        return random.Next(5) switch
        {
            0 or 1 when _received.Count > 0 => (Change.Delete, received),
            2 when _received.Count > 0 && _visible.Count < MaxVisible => (Change.Update, received),
            3 when _visible.Count > 0 => (Change.Receive, ""),
            _ when _visible.Count < MaxVisible => (Change.Send, $"m{++_number}"),
            _ => (Change.Receive, ""),
        };
    }

    private async Task SendAsync(string text)
    {
        await Queue.SendMessageAsync(text);
        _visible.Add(text);
    }

    private async Task ReceiveAsync()
    {
        foreach (var message in (await Queue.ReceiveMessagesAsync(random.Next(1, 5), Hidden)).Value)
        {
            Assert.True(_visible.Remove(message.Body.ToString()), $"{name}: received {message.Body}, which should not be visible");
            _received.Add(message.Body.ToString(), (message.MessageId, message.PopReceipt));
        }
    }

    private async Task ShowAgainAsync(string text)
    {
        await Queue.UpdateMessageAsync(_received[text].Id, _received[text].Receipt, text, TimeSpan.Zero);
        _received.Remove(text);
        _visible.Add(text);
    }

    private async Task DeleteAsync(string text)
    {
        await Queue.DeleteMessageAsync(_received[text].Id, _received[text].Receipt);
        _received.Remove(text);
    }

    private async Task SettleAsync(List<string> seen)
    {
        var (change, text) = _inDoubt;
        _inDoubt = default;
        switch (change)
        {
            case Change.Send or Change.Update when seen.Contains(text):
                _received.Remove(text);
                _visible.Add(text);
                break;
            case Change.Delete when !await TryRenewAsync(text):
                _received.Remove(text);
                break;
            case Change.Receive:
                var taken = _visible.Except(seen).ToList();
                Assert.InRange(taken.Count, 0, 4);
                _visible.ExceptWith(taken);
                _unknown += taken.Count;
                break;
        }
    }

    /// <summary>Uses the receipt and gets a new one; false when the message is gone.</summary>
    private async Task<bool> TryRenewAsync(string text)
    {
        try
        {
            var renewed = await Queue.UpdateMessageAsync(_received[text].Id, _received[text].Receipt, text, Hidden);
            _received[text] = (_received[text].Id, renewed.Value.PopReceipt);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
