namespace Mail.Sieve.Tests;

public class HeaderBlockTests
{
    /// <summary>Parts without a header share it, whoever reads them at once.</summary>
    [Fact]
    public void The_empty_header_may_be_asked_by_many_at_once()
    {
        Parallel.For(0, 10_000, i => Assert.Empty(HeaderBlock.Empty.Find($"name-{i % 40}")));
    }

    [Fact]
    public void A_name_is_found_in_any_case_and_what_only_resembles_it_is_not()
    {
        var header = new HeaderBlock("Subject: one\r\nsubJECT : two\r\nSubjects: three\r\nno field\r\n\r\n"u8.ToArray());

        Assert.Equal(["one", "two"], header.Find("SUBJECT").Select(field => field.Value));
        Assert.Same(header.Find("subject"), header.Find("Subject"));
        Assert.Empty(header.Find(""));
        Assert.Empty(header.Find("subj\u00e9ct"));
        Assert.Equal("three", header.First("subjects"));
    }
}
