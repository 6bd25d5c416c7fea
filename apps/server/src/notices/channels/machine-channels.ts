import type { NoticeChannel } from "@vigie/contract";
import { agreementChannel } from "./agreement-channel.ts";
import { apiChannel } from "./api-channel.ts";
import type { ChannelPort } from "./channel-port.ts";
import { emailChannel } from "./email-channel.ts";

const machineChannels: Record<Exclude<NoticeChannel, "web_form" | "post">, ChannelPort> = {
  email: emailChannel,
  api: apiChannel,
  agreement: agreementChannel,
};

/** @throws Error for what a person carries: such a notice is `prepared` and never queued. */
export function machineChannel(channel: NoticeChannel): ChannelPort {
  if (channel === "web_form" || channel === "post") {
    throw new Error(`a notice by ${channel} is carried by a person and cannot be queued`);
  }
  return machineChannels[channel];
}
