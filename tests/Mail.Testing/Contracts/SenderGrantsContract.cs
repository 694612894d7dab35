using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ISenderGrants"/> and <see cref="ISenderGrantEditor"/> promise.</summary>
public abstract class SenderGrantsContract
{
    /// <summary>With an expired cache.</summary>
    protected abstract ISenderGrants Grants { get; }

    protected abstract ISenderGrantEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static GrantedSender Sender(string text) =>
        GrantedSender.TryParse(text, out var sender, out var error) ? sender : throw new FormatException(error);

    [Fact]
    public async Task Grants_come_back_as_they_were_added()
    {
        Assert.Empty(await Grants.FindAsync("a1", Cancellation));
        var address = new SenderGrant { AccountId = "a1", Sender = Sender("\"the #1/team\"@example.test"), Comment = "asked for" };
        var domain = new SenderGrant { AccountId = "a1", Sender = Sender("@bücher.test") };
        var off = new SenderGrant { AccountId = "a1", Sender = Sender("off@example.test"), Enabled = false };
        foreach (var grant in new[] { address, domain, off, address with { AccountId = "b1" } })
        {
            Assert.True(await Editor.AddAsync(grant, Cancellation));
            Assert.False(await Editor.AddAsync(grant with { Comment = "again" }, Cancellation));
        }

        Assert.Equal(["\"the #1/team\"@example.test", "@xn--bcher-kva.test"], (await Grants.FindAsync("a1", Cancellation)).Select(g => g.Sender.ToString()).Order());
        Assert.Equal(3, await Editor.ListAsync("a1", Cancellation).CountAsync(Cancellation));
        Assert.Equal(4, await Editor.ListAsync(null, Cancellation).CountAsync(Cancellation));
        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));

        Assert.True(await Editor.RemoveAsync("a1", Sender("\"The #1/TEAM\"@example.test"), Cancellation));
        Assert.False(await Editor.RemoveAsync("a1", address.Sender, Cancellation));
        Assert.Equal([domain], await Grants.FindAsync("a1", Cancellation));
    }
}
