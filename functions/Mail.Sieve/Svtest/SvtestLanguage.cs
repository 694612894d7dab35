namespace Mail.Sieve.Svtest;

/// <summary>Sieve and the commands and tests of the test language.</summary>
internal static class SvtestLanguage
{
    public static Language Language { get; } = new(
    [
        new TestBlockCommand(), new TestFailCommand(), new TestSetCommand(), new TestConfigSetCommand(), new TestConfigUnsetCommand(),
        new TestConfigReloadCommand(), new TestResultResetCommand(), new TestResultPrintCommand(), new TestMessageCommand(),
        new TestMailboxCreateCommand(), new TestMailboxDeleteCommand(), new TestBinaryLoadCommand(), new TestBinarySaveCommand(),
        new TestScriptCompileTest(), new TestScriptRunTest(), new TestMultiscriptTest(), new TestErrorTest(), new TestResultActionTest(),
        new TestResultExecuteTest(), new TestMessageTest(),
    ],
    [new SvtestPathVariable()]);
}
