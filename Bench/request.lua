-- Sends one request again and again, then prints one line of figures. After `--`: METHOD BODY [HEADER: VALUE]...
-- `{count}` in the body becomes 15 characters that are others each time; a submission id can end in them.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

-- The last character of 16 bytes in base64url carries four bits that must be zero, as those of an A are.
local function counted(count)
  return string.format("%02d%012dA", number, count)
end

local function renewing(body)
  local count = 0
  return function()
    count = count + 1
    return wrk.format(nil, nil, nil, (body:gsub("{count}", counted(count))))
  end
end

function init(args)
  wrk.method = args[1]
  if args[2] ~= "" then wrk.body = args[2] end
  for position = 3, #args do
    local name, value = args[position]:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
  if args[2]:find("{count}", 1, true) then request = renewing(args[2]) end
end

-- Times come in microseconds. Timeouts are requests that were still open after `--timeout`.
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    "figures %d %d %d %d %d %d %d",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write, errors.timeout, errors.status))
end
