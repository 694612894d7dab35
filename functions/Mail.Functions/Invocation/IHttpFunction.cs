namespace Mail.Functions;

/// <summary>The code of an HTTP function: it answers its callers' own requests, passed on by the Functions host or come directly.</summary>
public interface IHttpFunction
{
    /// <summary>The name of its folder.</summary>
    string Name { get; }

    /// <summary>Takes the paths that its <c>function.json</c> has as <c>route</c>.</summary>
    void Map(IEndpointRouteBuilder routes);
}
