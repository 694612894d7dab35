using System.Text;

namespace Mail.Sieve.Tests.Messages;

public sealed class HeaderEditsTests
{
    private const string Message = "Received: one\nX-Hello: 1\nSubject: s\nx-hello: 2\nX-Hello: 3\n folded\n\nBody: x\n";

    [Fact]
    public async Task Fields_are_added_at_both_ends_and_nothing_else_changes()
    {
        var edits = HeaderEdits.None.Add("X-A", "first", last: false).Add("X-B", "above", last: false).Add("X-C", "end", last: true);

        Assert.Equal($"X-B: above\nX-A: first\n{Message.Replace("\n\n", "\nX-C: end\n\n", StringComparison.Ordinal)}", await ApplyAsync(Message, edits));
    }

    // RFC 5293 §7: each deletion counts what is there when it is made, so these delete the first and the third.
    [Fact]
    public async Task Deletions_count_the_fields_that_are_left()
    {
        var fields = (await TestMessages.OpenAsync(Message)).Fields("X-Hello");
        var edits = HeaderEdits.None.Delete("X-Hello", fields, place => place == 0).Delete("X-Hello", fields, place => place == 1);

        Assert.Equal(["2"], edits.View("X-HELLO", fields).Select(field => field.Value));
        Assert.Equal("Received: one\nSubject: s\nx-hello: 2\n\nBody: x\n", await ApplyAsync(Message, edits));
    }

    // RFC 5293 §7: this leaves the message unchanged.
    [Fact]
    public async Task Deleting_what_was_added_leaves_the_message_as_it_was()
    {
        var fields = (await TestMessages.OpenAsync(Message)).Fields("X-Hello");
        var edits = HeaderEdits.None.Add("X-Hello", "World", last: false).Delete("X-Hello", fields, place => place == 0);

        Assert.True(edits.IsEmpty);
        Assert.Equal(Message, await ApplyAsync(Message, edits));
    }

    [Theory]
    [InlineData("A: b", "A: b\nX: y\n")]
    [InlineData("", "X: y\n")]
    [InlineData("\nbody", "X: y\n\nbody")]
    [InlineData("A: b\nnonsense\n\n", "A: b\nnonsense\nX: y\n\n")]
    public async Task A_field_goes_to_the_end_of_any_header(string message, string expected) =>
        Assert.Equal(expected, await ApplyAsync(message, HeaderEdits.None.Add("X", "y", last: true)));

    [Fact]
    public async Task Text_beyond_ascii_is_encoded_and_long_text_folded_so_that_it_reads_the_same()
    {
        var value = string.Join(' ', Enumerable.Repeat("Ein unerhört großer Test", 30));
        var edited = await ApplyAsync(Message, HeaderEdits.None.Add("Comments", value, last: false));
        var message = await TestMessages.OpenAsync(edited);

        Assert.True(Ascii.IsValid(edited));
        Assert.All(edited.Split('\n'), line => Assert.InRange(line.Length, 0, 78));
        Assert.Equal(value, message.Fields("comments")[0].Value);
    }

    [Fact]
    public async Task No_line_is_longer_than_a_line_can_be()
    {
        var edited = await ApplyAsync(Message, HeaderEdits.None.Add("X", new string('a', 5000), last: true));

        Assert.All(edited.Split('\n'), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal(5000, edited.Count(c => c == 'a'));
    }

    private static async Task<string> ApplyAsync(string message, HeaderEdits edits)
    {
        using var edited = new MemoryStream();
        await edits.CopyAsync(new MemoryStream(TestMessages.Octets(message)), edited, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(edited.ToArray()).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
