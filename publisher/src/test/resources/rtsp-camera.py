"""A camera: GStreamer's RTSP server with a moving test picture at /live. Arguments: PORT jpeg|h264."""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

# A client waits for a key frame, so they come every 0.4 s.
ENCODERS = {
    "jpeg": "jpegenc ! rtpjpegpay name=pay0",
    "h264": "openh264enc gop-size=10 ! h264parse config-interval=-1 ! rtph264pay name=pay0",
}

Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! "
    + ENCODERS[sys.argv[2]]
    + " pt=96 )"
)
server.get_mount_points().add_factory("/live", factory)
if not server.attach(None):
    sys.exit("cannot listen at port " + sys.argv[1])
print("the camera is on", flush=True)
GLib.MainLoop().run()
