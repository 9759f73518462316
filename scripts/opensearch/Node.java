import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One search node for tests: Node FOLDER PORT, on loopback without security, until it is ended. */
public class Node {
    public static void main(String[] given) {
        final java.io.PrintStream err = System.err;
        try {
            run(given[0], given[1]);
        } catch (Throwable error) {
            error.printStackTrace(err);
            System.exit(1);
        }
    }

    private static void run(String folder, String port) throws Exception {
        final OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("http.port", port);
            settings.put("network.host", "127.0.0.1");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(OpenSearchRunner.newConfigs().basePath(folder).numOfNode(1).clusterName("marketplace-tests"));
        Thread.currentThread().join();
    }
}
