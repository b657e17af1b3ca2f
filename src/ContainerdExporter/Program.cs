using ContainerdExporter.Hosting;
using ContainerdExporter.Linux;

NativeHeap.StaySmall();
return await CommandLine.RunAsync(args);
