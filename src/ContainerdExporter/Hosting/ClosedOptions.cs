using Microsoft.Extensions.Options;

namespace ContainerdExporter.Hosting;

/// <summary>Options whose types are known to the compiler.</summary>
internal static class ClosedOptions
{
    /// <summary>
    /// Registers <see cref="IOptions{TOptions}"/> of just this type. The open generic registration would do the same, but in a native program
    /// the runtime has to build each of its types, managers, factories and lists, at every start: all of them together were a third of the
    /// CPU time until the first scrape.
    /// </summary>
    public static IServiceCollection AddClosedOptions<T>(this IServiceCollection services)
        where T : class, new() =>
        services.AddSingleton(provider =>
        {
            var options = new T();
            foreach (var setup in provider.GetServices<IConfigureOptions<T>>())
            {
                setup.Configure(options);
            }

            foreach (var setup in provider.GetServices<IPostConfigureOptions<T>>())
            {
                setup.PostConfigure(Options.DefaultName, options);
            }

            return Options.Create(options);
        });
}
