package io.framelog.viewer.connection;

import io.javalin.http.Context;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;

/** Has Jetty hand over a connection when the request's handling, and so its own writing, has ended. */
public final class Takeover {
    private Takeover() {}

    /**
     * Has the connection of a request handed over; the head of its response was flushed.
     *
     * @param serve begins to send, once the connection is ours
     */
    public static void of(Context context, SendBuffer sendBuffer, Function<Outlet, ? extends Client> serve) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        ConnectionMetaData connection = request.getConnectionMetaData();
        EndPoint endPoint = connection.getConnection().getEndPoint();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new LiveConnection(
                        endPoint, connection.getConnector().getExecutor(), outlet(endPoint, sendBuffer), serve));
    }

    private static Outlet outlet(EndPoint endPoint, SendBuffer sendBuffer) {
        return endPoint instanceof SocketChannelEndPoint socket
                ? new SocketOutlet(socket, sendBuffer)
                : new EndPointOutlet(endPoint, sendBuffer);
    }
}
