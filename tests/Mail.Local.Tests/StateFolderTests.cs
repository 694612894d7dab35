namespace Mail.Local.Tests;

public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_second_instance_is_refused_and_told_who_has_the_folder()
    {
        using var first = StateFolder.Open(_folder.Path);

        var refusal = Assert.Throws<StartupException>(() => StateFolder.Open(_folder.Path));

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--state", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_free_again_after_the_first_instance()
    {
        StateFolder.Open(_folder.Path).Dispose();

        using var second = StateFolder.Open(_folder.Path);

        Assert.Equal(_folder.Path, second.Root);
    }

    [Fact]
    public void A_reset_deletes_what_was_kept_and_nothing_else()
    {
        using var state = StateFolder.Open(_folder.Path);
        foreach (var kept in new[] { state.Azurite, state.Gateway, state.Log })
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(kept).FullName, "file"), "");
        var foreign = Path.Combine(_folder.Path, "letter.txt");
        File.WriteAllText(foreign, "");

        state.Reset();

        Assert.False(Directory.Exists(state.Azurite) || Directory.Exists(state.Gateway) || Directory.Exists(state.Log));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_option_to_change()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        var failure = Assert.Throws<StartupException>(() => StateFolder.Open(file));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--state", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
