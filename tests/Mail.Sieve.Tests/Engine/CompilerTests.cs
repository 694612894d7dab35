namespace Mail.Sieve.Tests.Engine;

public class CompilerTests
{
    private static Compilation Compile(string text) => new SieveCompiler(SieveOptions.Default).Compile("test", text);

    [Theory]
    [InlineData("")]
    [InlineData("keep;")]
    [InlineData("\uFEFFkeep;")]
    [InlineData("if size :over 100k { # this is a comment\r\n discard;\r\n }")]
    [InlineData("if size :over 100K { /* this is a comment\r\n this is still a comment */ discard /* this is a comment\r\n */ ;\r\n }")]
    [InlineData("if not anyof (true, allof(false, true)) { stop; } elsif true { keep; } else { discard; }")]
    public void Scripts_compile(string text)
    {
        var compilation = Compile(text);

        Assert.Empty(compilation.Problems);
        Assert.NotNull(compilation.Script);
    }

    [Theory]
    [InlineData("keep", 1, 5, "expected ';' or a block after 'keep', but found the end of the script")]
    [InlineData("kepe;", 1, 1, "expected a command, but there is none called 'kepe'")]
    [InlineData("if true {\n  keep;\n", 1, 9, "expected '}' at the end of the block that begins here")]
    [InlineData("fileinto \"x\";", 1, 1, "expected require \"fileinto\" before 'fileinto' is used")]
    [InlineData("if size 10 { keep; }", 1, 4, "expected ':over' or ':under' after 'size'")]
    [InlineData("else { keep; }", 1, 1, "expected 'if' or 'elsif' before 'else'")]
    [InlineData("redirect \"not an address\";", 1, 10, "expected an address to redirect to: the local-part has a character or a dot that must be quoted")]
    public void Problems_say_where_and_what_was_expected(string text, int line, int column, string message)
    {
        var problem = Assert.Single(Compile(text).Problems);

        Assert.Equal(new SieveProblem("test", line, column, message), problem);
    }
}
