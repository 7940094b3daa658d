import { type StepContext, StepHandler, type StepHandlerResult } from 'tasker-sfn/runtime';
import { checkEmail } from './registration/check-email.ts';
import { planOf, userInfoOf } from './registration/user-info.ts';
import { userService } from './services/user-service.ts';

/** Creates the user's account; the same e-mail address always gets the same one. */
export class CreateUserAccountHandler extends StepHandler {
  static override handlerName = 'Microservices::StepHandlers::CreateUserAccountHandler';

  async call(context: StepContext): Promise<StepHandlerResult> {
    const userInfo = userInfoOf(context);
    const account = await userService().createAccount({
      email: checkEmail(userInfo.email),
      name: typeof userInfo.name === 'string' ? userInfo.name : null,
      plan: planOf(userInfo),
    });
    return this.success({ ...account });
  }
}
