namespace Mail.Authentication.Tests.Spf;

/// <summary>RFC 7208 §6.2.</summary>
public class ExplanationTests
{
    private static Task<SpfVerdict> ExplainAsync(string txt, string record = "v=spf1 exp=why.d.test -all", string sender = "user@d.test") =>
        SpfRun.CheckAsync(SpfRun.Zone(record, $$""", "why.d.test": {"TXT": {{txt}}}, "r.test": {"TXT": ["v=spf1 exp=why.d.test -all"]}"""), "192.0.2.9", sender);

    [Theory]
    [InlineData("""["%{i} may not send for %{d}, says %{r} at %{t} to %{c}"]""", "192.0.2.9 may not send for d.test, says mx.receiver.test at 1767355200 to 192.0.2.9")]
    [InlineData("""[["in ", "pieces"]]""", "in pieces")]
    public async Task The_domain_says_why_in_its_own_words(string txt, string expected) => Assert.Equal(expected, (await ExplainAsync(txt)).Explanation);

    [Theory]
    [InlineData("""["one", "two"]""")]
    [InlineData("[]")]
    [InlineData("""["broken %{x}"]""")]
    [InlineData("""["not ASCII: ä"]""")]
    [InlineData("""["a line\r\nand another: 250 OK"]""")]
    public async Task What_cannot_be_used_is_no_explanation_and_the_result_stays(string txt)
    {
        var verdict = await ExplainAsync(txt);

        Assert.Equal((AuthenticationResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Fact]
    public async Task Control_characters_of_the_sender_do_not_get_into_it()
    {
        var verdict = await ExplainAsync("""["hello %{l}"]""", sender: "a\r\nb@d.test");

        Assert.Equal((AuthenticationResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Fact]
    public async Task A_flood_of_words_is_none()
    {
        var verdict = await ExplainAsync($"""["{new string('x', SpfLimits.MaxExplanation + 1)}"]""");

        Assert.Equal((AuthenticationResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Theory]
    [InlineData("v=spf1 exp=why.d.test ~all")]
    [InlineData("v=spf1 exp=why.d.test +all")]
    public async Task Only_a_fail_is_explained(string record)
    {
        var dns = SpfRun.Zone(record, """, "why.d.test": {"TXT": ["because"]}""");

        Assert.Null((await SpfRun.CheckAsync(dns, "192.0.2.9", "user@d.test")).Explanation);
        Assert.DoesNotContain(dns.Questions, question => question.Name == "why.d.test");
    }

    [Fact]
    public async Task After_a_redirect_the_other_record_explains()
    {
        var verdict = await ExplainAsync("""["because"]""", "v=spf1 exp=absent.test redirect=r.test");

        Assert.Equal((AuthenticationResult.Fail, "because"), (verdict.Result, verdict.Explanation));
    }
}
