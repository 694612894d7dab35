using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IModelStore"/> promises.</summary>
public abstract class ModelStoreContract
{
    private static readonly ModelOwner Alice = ModelOwner.Account("alice");

    private static readonly ModelPointer Pointer = new()
    {
        Generation = 1,
        Snapshot = "1-abc",
        Through = 7,
        HamMessages = 2,
        SpamMessages = 3,
        Features = 400,
        At = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero),
    };

    protected abstract IModelStore Models { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pointer_is_swung_by_who_has_read_the_one_in_force()
    {
        Assert.Null(await Models.FindAsync(Alice, Cancellation));
        Assert.True(await Models.TrySwingAsync(Alice, Pointer, null, Cancellation));
        Assert.False(await Models.TrySwingAsync(Alice, Pointer with { Through = 9 }, null, Cancellation));

        var read = await FoundAsync(Alice);
        Assert.Equal(Pointer, read with { Version = "" });
        Assert.NotEqual("", read.Version);
        var next = read with { Generation = 2, Snapshot = "2-def", Base = "base-1" };
        Assert.True(await Models.TrySwingAsync(Alice, next, read.Version, Cancellation));
        Assert.False(await Models.TrySwingAsync(Alice, next with { Generation = 3 }, read.Version, Cancellation));
        Assert.Equal(next with { Version = "" }, await FoundAsync(Alice) with { Version = "" });
        Assert.NotEqual(read.Version, (await FoundAsync(Alice)).Version);
    }

    [Fact]
    public async Task Of_many_who_swing_one_does()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Models.TrySwingAsync(Alice, Pointer with { Through = i }, null, Cancellation).AsTask()));

        Assert.Single(made, isMade => isMade);
        Assert.Equal(Array.IndexOf(made, true), (await FoundAsync(Alice)).Through);
    }

    [Fact]
    public async Task A_snapshot_is_written_once_and_read_as_it_was()
    {
        var bytes = new byte[3 * 1024 * 1024 + 17];
        Random.Shared.NextBytes(bytes);
        Assert.Null(await Models.ReadAsync(Alice, "1-abc", Cancellation));
        await Models.PutAsync(Alice, "1-abc", bytes, Cancellation);
        await Models.PutAsync(Alice, "1-abc", bytes, Cancellation);

        Assert.Equal(bytes, await Models.ReadAsync(Alice, "1-abc", Cancellation));
        Assert.Null(await Models.ReadAsync(ModelOwner.Site, "1-abc", Cancellation));
        Assert.Null(await Models.ReadAsync(Alice, "../site/1-abc", Cancellation));
        var listed = Assert.Single(await Models.ListAsync(Alice, Cancellation).ToListAsync(Cancellation));
        Assert.Equal(("1-abc", bytes.Length), (listed.Name, listed.Size));
        await Models.RemoveAsync(Alice, "1-abc", Cancellation);
        await Models.RemoveAsync(Alice, "1-abc", Cancellation);
        Assert.Empty(await Models.ListAsync(Alice, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Owners_are_those_who_have_a_model_and_what_is_deleted_is_gone()
    {
        Assert.Empty(await OwnersAsync());
        foreach (var owner in (ModelOwner[])[Alice, ModelOwner.Account("site"), ModelOwner.Site])
        {
            await Models.PutAsync(owner, "1-abc", new byte[] { 1 }, Cancellation);
            await Models.TrySwingAsync(owner, Pointer, null, Cancellation);
        }

        Assert.Equal([Alice, ModelOwner.Account("site"), ModelOwner.Site], await OwnersAsync());
        await Models.DeleteAsync(Alice, Cancellation);
        await Models.DeleteAsync(Alice, Cancellation);
        Assert.Null(await Models.FindAsync(Alice, Cancellation));
        Assert.Empty(await Models.ListAsync(Alice, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([ModelOwner.Account("site"), ModelOwner.Site], await OwnersAsync());
        Assert.NotNull(await Models.ReadAsync(ModelOwner.Site, "1-abc", Cancellation));
    }

    private async Task<ModelPointer> FoundAsync(ModelOwner owner) =>
        await Models.FindAsync(owner, Cancellation) ?? throw new InvalidOperationException("There is no pointer.");

    private async Task<List<ModelOwner>> OwnersAsync() => await Models.ListOwnersAsync(Cancellation).ToListAsync(Cancellation);
}
