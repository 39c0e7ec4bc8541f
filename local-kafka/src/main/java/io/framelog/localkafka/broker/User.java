package io.framelog.localkafka.broker;

import java.util.List;

/** The users of a broker that knows its clients. */
public final class User {

    /** May do everything. */
    public static final String ADMIN = "admin";
    /** Writes to the three topics, and creates them. */
    public static final String PUBLISHER = "publisher";
    /** Reads the three topics. */
    public static final String VIEWER = "viewer";
    /** Reads the frames. */
    public static final String EXPORT = "export";
    /** Reads the events, as a member of its consumer groups. */
    public static final String NOTIFY = "notify";
    /** Reads the frames as a member of its consumer group, and writes events. */
    public static final String DETECT = "detect";

    /** All of them. */
    public static final List<String> NAMES = List.of(PUBLISHER, VIEWER, EXPORT, NOTIFY, DETECT, ADMIN);

    private User() {}
}
