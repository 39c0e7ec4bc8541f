package io.framelog.viewer.testing;

/** Reads Prometheus' text format. */
public final class Scrape {
    private Scrape() {}

    /**
     * The value of a metric, or the sum of its values.
     *
     * @param name the metric's name; or its name and labels, as in the text
     */
    public static double value(String text, String name) {
        double[] values = text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no metric " + name);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
