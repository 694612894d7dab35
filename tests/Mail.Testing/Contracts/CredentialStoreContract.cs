using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="ICredentialStore"/> and <see cref="ICredentialEditor"/> promise.</summary>
public abstract class CredentialStoreContract
{
    /// <summary>Any verifier at all.</summary>
    protected static readonly string Hash = new PasswordVerifier(new byte[16], PasswordVerifier.MinIterations, new byte[32], new byte[32]).ToString();

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>With an expired cache.</summary>
    protected abstract ICredentialStore Store { get; }

    protected abstract ICredentialEditor Editor { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_has_app_passwords_at_first()
    {
        Assert.Empty(await Store.FindAsync("a1", Cancellation));
        Assert.Empty(await Editor.ListAsync(null, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await Editor.CheckAsync(Cancellation).ToListAsync(Cancellation));
        Assert.False(await Editor.RemoveAsync("a1", "phone", Cancellation));
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("Büro / PC #2 (100%)?")]
    public async Task They_come_back_as_they_were_added_and_a_name_is_taken_once(string name)
    {
        var password = new AppPassword { AccountId = "a1", Name = name, PasswordHash = Hash, CreatedAt = Noon };
        var disabled = password with { Name = "tablet", Enabled = false, CreatedAt = null, LastUsedAt = Noon };
        var others = password with { AccountId = "b1" };
        Assert.True(await Editor.AddAsync(password, Cancellation));
        Assert.False(await Editor.AddAsync(password with { Enabled = false }, Cancellation));
        Assert.True(await Editor.AddAsync(disabled, Cancellation));
        Assert.True(await Editor.AddAsync(others, Cancellation));

        Assert.Equal([password, disabled], (await Store.FindAsync("a1", Cancellation)).OrderBy(p => p.Name == "tablet"));
        Assert.Equal([others], await Editor.ListAsync("b1", Cancellation).ToListAsync(Cancellation));
        Assert.Equal(3, await Editor.ListAsync(null, Cancellation).CountAsync(Cancellation));

        Assert.True(await Editor.RemoveAsync("a1", name, Cancellation));
        Assert.False(await Editor.RemoveAsync("a1", name, Cancellation));
        Assert.Equal([disabled], await Store.FindAsync("a1", Cancellation));
    }

    [Fact]
    public async Task Use_is_noted_and_brings_nothing_back()
    {
        var password = new AppPassword { AccountId = "a1", Name = "phone", PasswordHash = Hash, CreatedAt = Noon };
        await Editor.AddAsync(password, Cancellation);
        await Store.NoteUseAsync("a1", "phone", Noon.AddDays(1), Cancellation);
        Assert.Equal([password with { LastUsedAt = Noon.AddDays(1) }], await Store.FindAsync("a1", Cancellation));

        await Editor.RemoveAsync("a1", "phone", Cancellation);
        await Store.NoteUseAsync("a1", "phone", Noon.AddDays(2), Cancellation);
        Assert.Empty(await Store.FindAsync("a1", Cancellation));
    }
}
