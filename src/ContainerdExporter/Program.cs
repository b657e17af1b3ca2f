using ContainerdExporter.Hosting;

return await CommandLine.RunAsync(args);
