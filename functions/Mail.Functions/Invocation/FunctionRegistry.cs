namespace Mail.Functions;

/// <summary>The functions of this app: what the files describe, joined with the code that does it.</summary>
public sealed class FunctionRegistry
{
    private readonly Dictionary<string, IFunctionHandler> _handlers;

    /// <exception cref="ConfigurationException">A file describes a queue or timer function that no code answers for.</exception>
    public FunctionRegistry(IReadOnlyList<FunctionDefinition> definitions, IEnumerable<IFunctionHandler> handlers)
    {
        Definitions = definitions;
        _handlers = handlers.ToDictionary(handler => handler.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var definition in definitions)
        {
            if (!HasCode(definition))
            {
                throw new ConfigurationException(
                    $"{definition.Name}/{FunctionDefinitions.FileName} describes a function that this program does not have, or another kind of trigger for it.");
            }
        }
    }

    public IReadOnlyList<FunctionDefinition> Definitions { get; }

    /// <summary>Names are matched ignoring case, as the Functions host does; <c>null</c> when there is none.</summary>
    public FunctionDefinition? Find(string name) =>
        Definitions.FirstOrDefault(definition => definition.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The code of a queue or timer function among <see cref="Definitions"/>.</summary>
    public IFunctionHandler HandlerOf(FunctionDefinition definition) => _handlers[CodeOf(definition)];

    private static string CodeOf(FunctionDefinition definition) => definition is FunctionDefinition.Queue queue ? queue.Code : definition.Name;

    private bool HasCode(FunctionDefinition definition) => definition switch
    {
        FunctionDefinition.Queue => _handlers.GetValueOrDefault(CodeOf(definition)) is IQueueFunctionHandler,
        FunctionDefinition.Timer => _handlers.GetValueOrDefault(definition.Name) is not (null or IQueueFunctionHandler),
        _ => true,
    };
}
